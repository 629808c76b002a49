export type Problem = {
  readonly variable: string
  readonly message: string
  readonly example: string | undefined
}

/** Everything that is wrong with the configuration, at once: nobody should have to find the problems one start at a time. */
export class ConfigProblems extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ variable, message, example }) => {
      const hint = example === undefined ? '' : ` (for example ${variable}=${example})`
      return `  ${variable} ${message}${hint}`
    })
    super(`The configuration needs attention:\n${lines.join('\n')}`)
    this.name = 'ConfigProblems'
    this.problems = problems
  }
}
