import { ProductError } from '../lib/index.ts'
import type { Loss } from './change.ts'

/** What is wrong in the file, and where. */
export type Mistake = {
  readonly line: number
  /** `modules[2].name`; empty where the text itself cannot be read. */
  readonly where: string
  readonly reason: string
}

/** Nothing was changed. Every mistake is told at once: nobody should have to find them one try at a time. */
export class InvalidDeclaration extends ProductError {
  readonly code = 'declaration_invalid'
  readonly kind = 'invalid'
  readonly mistakes: readonly Mistake[]

  constructor(found: readonly Mistake[]) {
    const mistakes = found.toSorted((a, b) => a.line - b.line)
    const lines = mistakes.map(({ line, where, reason }) => {
      return `  line ${line}: ${where === '' ? '' : `${where}: `}${reason}`
    })
    super(`The file is not right, and nothing was changed:\n${lines.join('\n')}`)
    this.mistakes = mistakes
  }
}

/** What the file asks for would end tokens that work. */
export class CutsOffTokens extends ProductError {
  readonly code = 'declaration_cuts_off_tokens'
  readonly kind = 'conflict'
  readonly losses: readonly Loss[]

  constructor(losses: readonly Loss[]) {
    const lines = losses.map(({ text }) => `  ${text}`)
    super(
      `This would cut off tokens that work, so nothing was changed:\n${lines.join('\n')}\nAdd --force where that is meant.`,
    )
    this.losses = losses
  }
}
