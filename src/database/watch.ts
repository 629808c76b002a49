import type { Socket } from 'node:net'
import type { Pool, PoolClient } from 'pg'
import { rememberContext } from './context.ts'
import { nameStatement } from './name-statement.ts'

/**
 * Told of everything that is asked of the database. What it returns is called once at the end, and `giveUp` makes it end:
 * whoever waits is told of the error, and a connection that has not answered is never used again.
 */
export type DatabaseWatcher = {
  /** Somebody wants a connection. */
  waiting?(giveUp: GiveUp): () => void
  /** A statement is sent; `name()` is `resolve-token`, or `select personal_access_token`: never a value. */
  asking(name: () => string, giveUp: GiveUp): (error?: unknown) => void
}

export type GiveUp = (error: Error) => void

/** The driver tells nobody of its waits and statements, so its two verbs for them are wrapped. */
export function watchPool(pool: Pool, watchers: readonly DatabaseWatcher[]): void {
  if (watchers.length === 0) return
  watchConnecting(pool, watchers)
  const known = new WeakSet<PoolClient>()
  // Not on `connect`: the first connection is there before anybody could listen.
  pool.on('acquire', (client) => {
    if (!known.has(client)) watchClient(client, watchers)
    known.add(client)
  })
}

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (() => void) | undefined,
) => void
type Connect = (callback: Connected) => void

function watchConnecting(pool: Pool, watchers: readonly DatabaseWatcher[]): void {
  const connect = pool.connect.bind(pool) as Connect
  const watched: Connect = (callback) => {
    // A connection is handed on where it becomes free, in somebody else's request: what follows is ours.
    const inOurs = rememberContext()
    let isOver = false
    const finish: Connected = (error, client, release) => {
      // Nobody waits for it any more.
      if (isOver) return release?.()
      isOver = true
      for (const end of ends) end?.()
      inOurs(() => callback(error, client, release))
    }
    const giveUp: GiveUp = (error) => finish(error, undefined, undefined)
    const ends = watchers.map((watcher) => watcher.waiting?.(giveUp))
    connect(finish)
  }
  pool.connect = ((callback?: Connected) =>
    callback === undefined ? promise(watched) : watched(callback)) as Pool['connect']
}

const promise = (connect: Connect): Promise<PoolClient> =>
  new Promise((resolve, reject) =>
    connect((error, client) => (client === undefined ? reject(error) : resolve(client))),
  )

type Query = (...given: unknown[]) => unknown

/** What the driver does not name in its types. The socket is another one once the connection is encrypted. */
type Insides = {
  readonly connection: { readonly stream: Socket }
  readonly connectionParameters: { query_timeout: number | false }
}
const insidesOf = (client: PoolClient): Insides => client as unknown as Insides

function watchClient(client: PoolClient, watchers: readonly DatabaseWatcher[]): void {
  const query = client.query.bind(client) as unknown as Query
  // With its socket, so that what was sent and not answered ends too, and the pool sees that the connection is none.
  const giveUp: GiveUp = (error) => insidesOf(client).connection.stream.destroy(error)
  // A timer of the driver's own for each statement was there for as long as nobody watched: see `patience.ts`.
  insidesOf(client).connectionParameters.query_timeout = false
  const watched: Query = (...given) => {
    const ends = watchers.map((watcher) => watcher.asking(() => nameStatement(given[0]), giveUp))
    const end = (error?: unknown) => {
      for (const each of ends) each(error ?? undefined)
    }
    const index = given.findIndex((argument) => typeof argument === 'function')
    if (index < 0 && !isSubmittable(given[0])) return promiseAnswer(query, given, end)
    if (index >= 0) given[index] = endFirst(end, given[index] as Query)
    else end()
    return query(...given)
  }
  client.query = watched as unknown as PoolClient['query']
}

/** What does its own talking to the database, such as a cursor. */
const isSubmittable = (asked: unknown): boolean =>
  typeof (asked as { submit?: unknown } | undefined)?.submit === 'function'

/*
 * A function that is written where it is assigned to a property, as in `query.callback = () => …`, is one of the old objects at
 * once: V8 takes it for a method. It would keep all that it refers to, here each statement with its rows, until the old ones are
 * gone through. So none is written so here, and the driver, which does it for who wants a promise, is asked with a callback.
 */

const endFirst =
  (end: (error?: unknown) => void, callback: Query): Query =>
  (error, result) => {
    end(error)
    return callback(error, result)
  }

function promiseAnswer(query: Query, given: unknown[], end: (error?: unknown) => void): Promise<unknown> {
  const answer = new Promise((resolve, reject) => {
    const settle: Query = (error, result) => {
      end(error)
      if (error) reject(error as Error)
      else resolve(result)
    }
    query(...given, settle)
  })
  return answer.catch((error: Error) => {
    // As the driver does: where it was asked says more than where the answer was read.
    Error.captureStackTrace(error)
    throw error
  })
}
