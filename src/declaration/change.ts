import type { Actor } from '../audit/index.ts'
import { liveCountInWords } from '../tokens/index.ts'
import type { Path } from './locate.ts'
import type { Rooms } from './rooms.ts'

/** What is done to one thing, so that it is as the file says. */
type Verb = 'add' | 'change' | 'enable' | 'disable' | 'remove'

export type Kind = 'module' | 'resource server' | 'organization' | 'workspace' | 'policy'

/** Tokens that work, and would lose something. */
export type Loss = { readonly text: string; readonly tokens: number }

/** The secret of a resource server that was made. Shown once. */
export type NewSecret = {
  readonly name: string
  readonly audience: string
  readonly clientId: string
  readonly secret: string
}

/** A difference between what is there and what the file wants, and how to make it none. */
export type Change = {
  readonly verb: Verb
  readonly kind: Kind
  /** What it is known by: a module's name, an audience, a slug. */
  readonly name: string
  /** What becomes different, in words; empty where the verb says it all. */
  readonly detail: string
  /** Where the file says so; a mistake is told with its line. */
  readonly path: Path
  /** What live tokens would lose by it, as things are now. */
  losses?(rooms: Rooms): Promise<Loss[]>
  perform(rooms: Rooms, by: Actor, secrets: NewSecret[]): Promise<unknown>
}

const SIGNS: Record<Verb, string> = { add: '+', change: '~', enable: '+', disable: '-', remove: '-' }

const DONE: Record<Verb, string> = {
  add: '',
  change: '',
  enable: 'enabled again',
  disable: 'disabled',
  remove: 'removed',
}

/** `~ module tracker: title “Tracker” → “Issues”` */
export function describeChange({
  verb,
  kind,
  name,
  detail,
}: Pick<Change, 'verb' | 'kind' | 'name' | 'detail'>): string {
  const what = [DONE[verb], detail].filter((part) => part !== '').join('; ')
  return `${SIGNS[verb]} ${kind} ${name}${what === '' ? '' : `: ${what}`}`
}

/** One loss where there is one. */
export const lossOf = (tokens: number, text: string): Loss[] =>
  tokens === 0
    ? []
    : [{ tokens, text: `${text}: ${liveCountInWords(tokens)} ${tokens === 1 ? 'token' : 'tokens'}` }]
