import type { Actor } from '../audit/index.ts'
import { addModule, type CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'

const EXAMPLES = [
  { name: 'tracker', title: 'Tracker', description: 'Issues, boards and comments.' },
  { name: 'documents', title: 'Documents', description: 'Pages, their history and their attachments.' },
  { name: 'drive', title: 'Drive', description: 'Files and folders.' },
  { name: 'calendar', title: 'Calendar', description: 'Events and who takes part in them.' },
]

/** A catalogue to try things with, where there is none: so that the first token can be generated within a minute. */
export async function ensureExamples(deps: CatalogueDeps, by: Actor): Promise<void> {
  if (await catalogueStore(deps.database.manager).hasModules()) return
  for (const example of EXAMPLES) await addModule(deps, by, example)
}
