import { Option } from 'commander'
import { parseList } from './shell.ts'

export type ActionOptions = { readonly actions?: string[]; readonly bare?: true }

export const actionsOption = (about: string): Option =>
  new Option('--actions <names>', about).argParser(parseList).conflicts('bare')

export const bareOption = (): Option => new Option('--bare', 'no actions: its name alone is a scope')

/** The actions that were asked for; nothing where they are to be as they would be anyway. */
export function readActions({ actions, bare }: ActionOptions): { actions?: string[] } {
  if (bare === true) return { actions: [] }
  return actions === undefined ? {} : { actions }
}
