/*
 * Runs samples in JavaScript, one after the other: starting Node for each would be most of a test's time. A line of its input is a
 * sample and its environment, a line of its output what the sample printed, and how it failed if it did.
 */
import { createInterface } from 'node:readline'
import { inspect } from 'node:util'

const write = process.stdout.write.bind(process.stdout)
let count = 0

/** @param {string} code */
async function run(code) {
  let out = ''
  process.stdout.write = (text) => {
    out += text
    return true
  }
  try {
    // Never the same module twice.
    count += 1
    await import(`data:text/javascript,${encodeURIComponent(`${code}\n// ${count}`)}`)
    return { out }
  } catch (error) {
    return { out, failure: inspect(error) }
  } finally {
    process.stdout.write = write
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { code, env } = JSON.parse(line)
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  write(`${JSON.stringify(await run(code))}\n`)
}
