import type { Actor } from '../audit/index.ts'
import { type Change, type Kind, lossOf } from './change.ts'
import { describeDifferences } from './differences.ts'
import type { Path } from './locate.ts'
import type { Rooms } from './rooms.ts'

/** An organization or a workspace, as there is one and as the file wants it. */
type Place = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly disabledAt: Date | null
}
type Wanted = { readonly slug: string; readonly name: string }

/** What is done with the one or the other. */
export type PlaceVerbs = {
  readonly kind: Kind
  /** `acme/` before the names of its workspaces. */
  readonly prefix: string
  add(rooms: Rooms, by: Actor, wanted: Wanted): Promise<unknown>
  rename(rooms: Rooms, by: Actor, id: string, name: string): Promise<unknown>
  enable(rooms: Rooms, by: Actor, id: string): Promise<unknown>
  disable(rooms: Rooms, by: Actor, id: string): Promise<unknown>
  countTokens(rooms: Rooms, id: string): Promise<number>
}

/** A place is known by its slug. */
export function comparePlace(
  before: Place | undefined,
  after: Wanted,
  path: Path,
  verbs: PlaceVerbs,
): Change[] {
  const base = { kind: verbs.kind, name: `${verbs.prefix}${after.slug}`, path }
  if (before === undefined) {
    const perform: Change['perform'] = (rooms, by) => verbs.add(rooms, by, after)
    return [{ ...base, verb: 'add', detail: `“${after.name}”`, perform }]
  }
  const { id, name, disabledAt } = before
  const enabled: Change[] =
    disabledAt === null
      ? []
      : [{ ...base, verb: 'enable', detail: '', perform: (rooms, by) => verbs.enable(rooms, by, id) }]
  const detail = describeDifferences({ name }, { name: after.name })
  if (detail === '') return enabled
  const perform: Change['perform'] = (rooms, by) => verbs.rename(rooms, by, id, after.name)
  return [...enabled, { ...base, verb: 'change', detail, perform }]
}

/** Those that are not in the file any more are disabled. */
export const findUnlistedPlaces = (
  present: readonly Place[],
  wanted: readonly Wanted[],
  path: Path,
  verbs: PlaceVerbs,
): Change[] =>
  present
    .filter(({ slug, disabledAt }) => disabledAt === null && wanted.every((place) => place.slug !== slug))
    .map(({ id, slug }) => {
      const name = `${verbs.prefix}${slug}`
      return {
        verb: 'disable',
        kind: verbs.kind,
        name,
        detail: '',
        path,
        losses: async (rooms) =>
          lossOf(await verbs.countTokens(rooms, id), `${verbs.kind} ${name} would be disabled`),
        perform: (rooms, by) => verbs.disable(rooms, by, id),
      }
    })
