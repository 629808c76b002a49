import { setTimeout as sleep } from 'node:timers/promises'
import type { Requests, Token, Way } from './requests.ts'

/** Few tokens that are asked for often: what could be stale is asked for while it is. */
const MOST_LIVE = 60
const FEWEST_LIVE = 10
const REMEMBERED = 40
const PAUSE_MILLISECONDS = 10

/** Many clients that mint, ask and end, each through any node, until it is over. */
export async function behave(
  requests: Requests,
  { clients, nodes, isOver }: { clients: number; nodes: number; isOver: () => boolean },
): Promise<void> {
  const live: Token[] = []
  const ended: Token[] = []
  const anyNode = () => Math.floor(Math.random() * nodes)

  const mint = async () => {
    const token = await requests.mint(anyNode())
    if (token === undefined) await sleep(PAUSE_MILLISECONDS)
    else live.push(token)
  }
  const ask = async (token: Token | undefined) => {
    if (token !== undefined) await requests.introspect(anyNode(), token)
  }
  const end = async () => {
    const [token] = live.splice(Math.floor(Math.random() * live.length), 1)
    if (token === undefined) return
    ended.splice(0, ended.length - REMEMBERED)
    ended.push(token)
    let way = anyOf<Way>(['revoke', 'revoke itself', 'rotate']) ?? 'revoke'
    for (;;) {
      const { isOver: isEnded, successor } = await requests.end(anyNode(), token, way)
      if (successor !== undefined) live.push(successor)
      if (isEnded || isOver()) break
      // Nobody knows whether it was done. Revoking is right in either case.
      way = 'revoke'
      await sleep(PAUSE_MILLISECONDS)
    }
    await Promise.all(Array.from({ length: nodes }, (_, node) => requests.introspect(node, token)))
  }
  const act = async () => {
    const dice = Math.random()
    if (live.length < FEWEST_LIVE || (dice < 0.05 && live.length < MOST_LIVE)) await mint()
    else if (dice < 0.1) await end()
    else await ask(anyOf(dice < 0.7 ? live : ended))
  }
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (!isOver()) await act()
    }),
  )
}

const anyOf = <T>(all: readonly T[]): T | undefined => all[Math.floor(Math.random() * all.length)]
