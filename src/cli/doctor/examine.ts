import type { Config } from '../../config/index.ts'
import { examineConfiguration } from './configuration.ts'
import { examineContents } from './contents.ts'
import { examineDatabase, reachDatabase } from './database.ts'
import { type Finding, note } from './finding.ts'
import { examineMail } from './mail.ts'

/** Looks at everything that can be looked at, one after the other: what is broken early hides only what needs it. */
export async function examine(): Promise<Finding[]> {
  const { config, findings } = examineConfiguration()
  const stored =
    config === undefined
      ? [note('database', 'not looked at: where it is, the configuration says')]
      : await examineStored(config)
  return [...findings, ...stored, await examineMail(config)]
}

async function examineStored(config: Config): Promise<Finding[]> {
  const { reached, findings } = await reachDatabase(config)
  if (reached === undefined) return findings
  try {
    const { findings: outside, isReady } = await examineDatabase(reached.url)
    const inside = isReady ? await examineContents(config, reached.url) : []
    return [...findings, ...outside, ...inside]
  } finally {
    await reached.close()
  }
}
