import { type Config, ConfigProblems, loadConfigFromProcess } from './config/index.ts'
import { begin } from './process/index.ts'

const config = readConfig()
if (config !== undefined) await begin(config)

function readConfig(): Config | undefined {
  try {
    return loadConfigFromProcess()
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
    return undefined
  }
}
