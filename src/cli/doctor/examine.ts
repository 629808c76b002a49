import { examineConfiguration } from './configuration.ts'
import { examineContents } from './contents.ts'
import { examineDatabase, reachDatabase } from './database.ts'
import { type Finding, note } from './finding.ts'

/** Looks at everything that can be looked at, one after the other: what is broken early hides only what needs it. */
export async function examine(): Promise<Finding[]> {
  const { config, findings } = examineConfiguration()
  if (config === undefined) {
    return [...findings, note('database', 'not looked at: where it is, the configuration says'), MAIL]
  }
  const { reached, findings: found } = await reachDatabase(config)
  if (reached === undefined) return [...findings, ...found, MAIL]
  try {
    const { findings: outside, isReady } = await examineDatabase(reached.url)
    const inside = isReady ? await examineContents(config, reached.url) : []
    return [...findings, ...outside, ...inside, MAIL]
  } finally {
    await reached.close()
  }
}

/** So that nobody waits for a message that is never sent. */
const MAIL = note(
  'mail',
  'Patmint sends none',
  'Links that invite people or let them choose a new password are shown to you: hand them over yourself.',
)
