import type { Actor } from '../audit/index.ts'
import { type Executor, gather, type Outcome, settle } from '../database/index.ts'
import { decideMint, type Wish } from './decide-mint.ts'
import type { TokenDeps } from './deps.ts'
import type { Issued } from './issue.ts'
import { createLookAround, type LookAround } from './mint-circumstances.ts'
import { findPlace, type NewToken, parseResourceServers } from './new-token.ts'
import { writeMinted } from './write-minted.ts'

/** Tokens that are asked for together are minted in one transaction: its statements cost little more for many, and its commit waits for the disk once. */
const TOGETHER = { size: 32, connections: 2, mostWaiting: 1_024, patienceMilliseconds: 10_000 }

/** Mints tokens, those that are asked for together in one transaction. */
export function createMinting(deps: TokenDeps): {
  mint(by: Actor, given: NewToken): Promise<Issued>
  close(): void
} {
  const lookAround = createLookAround(deps)
  const minting = gather<Wish, Issued>(deps.database, TOGETHER, (tx, wishes) =>
    mintAll(deps, lookAround, tx, wishes),
  )
  return {
    /**
     * Mints a personal access token. Row and audit event are written together. The secret is returned this once.
     * @throws {InvalidTokenName | InvalidTokenDescription | InvalidScope | InvalidExpiry | LifetimeTooLong | InvalidNetworks |
     *   NetworksRequired | UnknownResourceServer | InvalidKind | UnknownPlace} naming the field
     * @throws {ScopeAboveToken | NetworksAboveToken | BindingWidened | ScopeNotAllowed | KindNotAllowed | NotPermitted |
     *   AccountMayNotMint | TargetIsAdministrator | TokenGenerationOff | TooManyTokens | AlreadyMinted}
     */
    mint: async (by, given) => await minting.ask(await prepare(deps, by, given)),
    close: minting.close,
  }
}

/** What is looked for on a connection of its own comes before the transaction, which must not wait for a second one. */
async function prepare(deps: TokenDeps, by: Actor, given: NewToken): Promise<Wish> {
  return {
    by,
    given,
    place: await settle(() => findPlace(deps, given)),
    resourceServers: await settle(() => parseResourceServers(deps, given.resourceServers ?? null)),
  }
}

/** All look at the same moment, each is decided for itself in the order in which they came, and what is left is written at once. */
async function mintAll(
  deps: TokenDeps,
  lookAround: LookAround,
  tx: Executor,
  wishes: readonly Wish[],
): Promise<readonly Outcome<Issued>[]> {
  const circumstances = await lookAround(
    tx,
    wishes.map(({ given }) => given.accountId),
  )
  const decisions = []
  for (const wish of wishes) decisions.push(await settle(() => decideMint(deps, tx, circumstances, wish)))
  const decided = decisions.flatMap((decision) => ('answer' in decision ? [decision.answer] : []))
  const issued = await writeMinted(deps, tx, circumstances, decided)
  return decisions.map((decision) => ('refusal' in decision ? decision : { answer: issued(decision.answer) }))
}
