import { type Actor, record } from '../audit/index.ts'
import { type Executor, within } from '../database/index.ts'
import { isProductError } from '../lib/index.ts'
import { type Change, describeChange, type Loss, type NewSecret } from './change.ts'
import { compare } from './compare.ts'
import { declarationStore } from './declaration-store.ts'
import { type DeclarationDeps, withRooms } from './deps.ts'
import { snakeCase } from './differences.ts'
import { CutsOffTokens, InvalidDeclaration, type Mistake } from './errors.ts'
import type { Locate } from './locate.ts'
import { NotThere } from './named.ts'
import { readPresent } from './present.ts'
import { mistakeAt, readDeclaration } from './read.ts'
import type { Rooms } from './rooms.ts'

export type ApplyOptions = {
  /** Does everything, and then undoes it: what would be refused is refused. */
  readonly dryRun?: boolean
  /** Also what cuts off tokens that work. */
  readonly force?: boolean
  /** Told what is different before it is made so. */
  readonly onCompared?: (changes: readonly Change[]) => void
}

export type Applied = {
  readonly changes: readonly Change[]
  readonly losses: readonly Loss[]
  /** Of the resource servers that were made; none after a dry run. */
  readonly secrets: readonly NewSecret[]
}

/**
 * Makes the catalogue, the organizations and the policy what the file says: all of it, or nothing. Two at once take turns.
 * @throws {InvalidDeclaration} with every mistake in the file, its line and its reason
 * @throws {CutsOffTokens} unless forced
 */
export async function applyDeclaration(
  deps: DeclarationDeps,
  by: Actor,
  text: string,
  options: ApplyOptions = {},
): Promise<Applied> {
  const { wanted, locate } = readDeclaration(text)
  const undo = new Undo()
  let applied: Applied = { changes: [], losses: [], secrets: [] }
  const working = deps.database.transaction(async (tx) => {
    await declarationStore(tx).lock()
    await withRooms(deps, within(deps.database, tx), async (rooms) => {
      const changes = compare(await readPresent(rooms), wanted, deps.initial)
      options.onCompared?.(changes)
      const losses = await findLosses(rooms, changes)
      const secrets = await performAll(rooms, by, changes, locate)
      applied = { changes, losses, secrets: options.dryRun === true ? [] : secrets }
      if (options.dryRun === true) throw undo
      if (losses.length > 0 && options.force !== true) throw new CutsOffTokens(losses)
      if (changes.length > 0) await recordApplied(deps, tx, by, applied)
    })
  })
  await working.catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return applied
}

/** Ends a transaction that was only tried. */
class Undo extends Error {}

async function findLosses(rooms: Rooms, changes: readonly Change[]): Promise<Loss[]> {
  const losses: Loss[] = []
  for (const change of changes) losses.push(...((await change.losses?.(rooms)) ?? []))
  return losses
}

/** What one room refuses does not keep the others from being asked: each refusal is undone by itself, and told with its line. */
async function performAll(
  rooms: Rooms,
  by: Actor,
  changes: readonly Change[],
  locate: Locate,
): Promise<NewSecret[]> {
  const secrets: NewSecret[] = []
  const mistakes: Mistake[] = []
  for (const change of changes) {
    try {
      await change.perform(rooms, by, secrets)
    } catch (error) {
      if (error instanceof NotThere && mistakes.length > 0) continue
      if (!isProductError(error)) throw error
      const path = error.field === undefined ? change.path : [...change.path, snakeCase(error.field)]
      const reason = error.message.replace(`${error.field}: `, '')
      mistakes.push(mistakeAt(locate, path, reason))
    }
  }
  if (mistakes.length > 0) throw new InvalidDeclaration(mistakes)
  return secrets
}

async function recordApplied(
  { clock }: DeclarationDeps,
  tx: Executor,
  by: Actor,
  { changes, losses }: Applied,
): Promise<void> {
  const data = { changes: changes.map(describeChange), losses: losses.map(({ text }) => text) }
  await record(tx, clock(), { name: 'declaration.applied', by, data })
}
