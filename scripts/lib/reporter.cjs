const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')
const { describeFailure, keepFailure } = require('./failures.cjs')

const MOST_LINES = 60

/** Mocha's own report; after it the failed tests once more, in short, and one line that is easy to find, for people and for machines. */
class Reporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options)
    /** @type {string[]} */
    const failed = []
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      const lines = describeFailure(test, error)
      failed.push(...lines)
      keepFailure(process.env['MOCHA_FAILURES_FILE'], lines)
    })
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (failed.length > 0) console.log(['Failed:', ...failed.slice(0, MOST_LINES), ''].join('\n'))
      const { passes, failures, pending } = this.stats
      const line = `${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`
      console.log(line)
      const file = process.env['MOCHA_RESULTS_FILE']
      if (file) writeFileSync(file, `${line}\n`)
    })
  }
}

module.exports = Reporter
