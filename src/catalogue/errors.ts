import { ProductError } from '../lib/index.ts'

export class InvalidModule extends ProductError {
  readonly code = 'module_invalid'
  readonly kind = 'invalid'
}

export class ModuleTaken extends ProductError {
  readonly code = 'module_taken'
  readonly kind = 'conflict'
  override readonly field = 'name'
  constructor(name: string) {
    super(`There is a module “${name}” already.`)
  }
}

export class InvalidAudience extends ProductError {
  readonly code = 'audience_invalid'
  readonly kind = 'invalid'
  override readonly field = 'audience'
  constructor() {
    super('Give the audience as an absolute URI without a fragment, such as https://tracker.example.com.')
  }
}

export class AudienceTaken extends ProductError {
  readonly code = 'audience_taken'
  readonly kind = 'conflict'
  override readonly field = 'audience'
  constructor() {
    super('Another resource server has this audience already. Every API needs one of its own.')
  }
}

export class UnknownModule extends ProductError {
  readonly code = 'module_unknown'
  readonly kind = 'invalid'
  override readonly field = 'modules'
  constructor(name: string, known: readonly string[]) {
    const choice = known.length === 0 ? 'Add one first with: module add' : `There are: ${known.join(', ')}.`
    super(`There is no module “${name.slice(0, 80)}”. ${choice}`)
  }
}
