import { ProductError } from '../lib/index.ts'

export class InvalidModule extends ProductError {
  readonly code = 'module_invalid'
  readonly kind = 'invalid'
  override readonly field: 'name' | 'title' | 'description' | 'actions'
  constructor(field: InvalidModule['field'], message: string) {
    super(message)
    this.field = field
  }
}

export class ModuleNotFound extends ProductError {
  readonly code = 'module_not_found'
  readonly kind = 'not_found'
  constructor(name: string) {
    super('There is no module of this name. List the modules for those that there are.', {
      name: name.slice(0, 80),
    })
  }
}

export class ModuleBuiltIn extends ProductError {
  readonly code = 'module_built_in'
  readonly kind = 'conflict'
  constructor(name: string) {
    super(`The module “${name}” is Patmint’s own API. It cannot be changed or removed.`)
  }
}

export class ModuleTaken extends ProductError {
  readonly code = 'module_taken'
  readonly kind = 'conflict'
  override readonly field = 'name'
  constructor(name: string) {
    super(`There is a module “${name}” already.`)
  }
}

export class ResourceServerNotFound extends ProductError {
  readonly code = 'resource_server_not_found'
  readonly kind = 'not_found'
  constructor(clientId: string) {
    super(
      'There is no resource server with this client id. List the resource servers for those that there are.',
      { clientId: clientId.slice(0, 200) },
    )
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
    const choice = known.length === 0 ? 'Add a module first.' : `There are: ${known.join(', ')}.`
    super(
      `${name === '' ? 'Choose at least one module.' : `There is no module “${name.slice(0, 80)}”.`} ${choice}`,
    )
  }
}
