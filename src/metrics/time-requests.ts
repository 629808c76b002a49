import { Gauge, type Registry } from 'prom-client'
import { type Observe, registerDurations } from './durations.ts'

/** From an introspection, which takes a few milliseconds, to what somebody will complain about. */
const SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export type AnsweredRequest = {
  readonly method: string
  /** The route's pattern (`/account/tokens/:id`), never the path: that would be a series for each id, and holds secrets. */
  readonly route: string | undefined
  /** `undefined`: the client hung up before it was answered. */
  readonly status: number | undefined
}

export function timeRequests(registry: Registry) {
  const addSeries = registerDurations(registry, {
    name: 'patmint_http_request_duration_seconds',
    help: 'From a request’s headers to the end of its answer, by method, route pattern and status.',
    buckets: SECONDS,
  })
  let open = 0
  new Gauge({
    name: 'patmint_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: [registry],
    collect() {
      this.set(open)
    },
  })
  const observers = new Map<string, Map<string, Map<number, Observe>>>()
  const find = (route: string, method: string, status: number): Observe => {
    const byMethod = getOrAdd(observers, route, () => new Map<string, Map<number, Observe>>())
    const byStatus = getOrAdd(byMethod, method, () => new Map<number, Observe>())
    return getOrAdd(byStatus, status, () =>
      addSeries({ method, route, status: status === ABORTED ? 'aborted' : String(status) }),
    )
  }
  return {
    /** @returns what to tell `endRequest` when the request is over */
    beginRequest(): number {
      open += 1
      return performance.now()
    },
    endRequest(begunAt: number, { method, route, status }: AnsweredRequest): void {
      open -= 1
      const known = METHODS.has(method) ? method : 'other'
      find(route ?? 'unmatched', known, status ?? ABORTED)((performance.now() - begunAt) / 1_000)
    },
  }
}

const ABORTED = 0

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
