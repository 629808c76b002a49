import { Gauge, Histogram, type Registry } from 'prom-client'

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
  const registers = [registry]
  const durations = new Histogram({
    name: 'patmint_http_request_duration_seconds',
    help: 'From a request’s headers to the end of its answer, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  })
  let open = 0
  new Gauge({
    name: 'patmint_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers,
    collect() {
      this.set(open)
    },
  })
  return {
    /** @returns what to call when the request is over. */
    beginRequest(): (answered: AnsweredRequest) => void {
      const startedAt = performance.now()
      open += 1
      return (answered) => {
        open -= 1
        durations.observe(labelsOf(answered), (performance.now() - startedAt) / 1_000)
      }
    },
  }
}

const labelsOf = ({ method, route, status }: AnsweredRequest) => ({
  method: METHODS.has(method) ? method : 'other',
  route: route ?? 'unmatched',
  status: status === undefined ? 'aborted' : String(status),
})
