const { appendFileSync } = require('node:fs')
const { relative, sep } = require('node:path')
const { inspect, stripVTControlCharacters } = require('node:util')

const MESSAGE_LINES = 8
const STACK_LINES = 3
const LINE_LENGTH = 300

/**
 * A failed test in a few lines: its full title, its file, what it said, and where in our own code it was.
 * @param {import('mocha').Test | import('mocha').Hook} test
 * @param {unknown} error
 */
function describeFailure(test, error) {
  const { message, stack } = textsOf(error)
  const own = stack.split('\n').filter((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line))
  const said = message.split('\n').slice(0, MESSAGE_LINES)
  const where = own.slice(0, STACK_LINES).map((line) => line.trim())
  return [
    test.fullTitle(),
    ...[fromRoot(test.file ?? 'in no file'), ...said, ...where].map((line) => `  ${cut(line)}`),
  ]
}

/** @param {unknown} error @returns {{ message: string, stack: string }} */
function textsOf(error) {
  const { message, stack } = /** @type {Partial<Error>} */ (Object(error))
  return { message: stripVTControlCharacters(message ?? inspect(error)), stack: stack ?? '' }
}

/** @param {string} path */
const fromRoot = (path) => relative(process.cwd(), path).split(sep).join('/')

/** @param {string} line */
const cut = (line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)} …` : line)

/**
 * Written at once, so that they are there too where the run does not come to its end.
 * @param {string | undefined} file
 * @param {string[]} lines
 */
function keepFailure(file, lines) {
  if (file) appendFileSync(file, `${lines.join('\n')}\n`)
}

module.exports = { describeFailure, keepFailure }
