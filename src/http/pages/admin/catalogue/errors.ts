import { ProductError } from '../../../../lib/index.ts'

export class ShapeNotChosen extends ProductError {
  readonly code = 'module_shape_not_chosen'
  readonly kind = 'invalid'
  override readonly field = 'shape'
  constructor() {
    super('Choose what can be granted.')
  }
}

export class ActionsMissing extends ProductError {
  readonly code = 'module_actions_missing'
  readonly kind = 'invalid'
  override readonly field = 'actions'
  constructor() {
    super('Name at least one action, or choose “None: a bare scope”.')
  }
}
