const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

/** Mocha's own report, and after it one line that is easy to find, for people and for machines. */
class Reporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      const line = `${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`
      console.log(line)
      const file = process.env['MOCHA_RESULTS_FILE']
      if (file) writeFileSync(file, `${line}\n`)
    })
  }
}

module.exports = Reporter
