import { ProductError } from '../lib/index.ts'

/** In the words of an address that does not exist: nobody learns what there is for others. */
export class NotThere extends ProductError {
  readonly code = 'not_found'
  readonly kind = 'not_found'
  constructor(action: string) {
    super('There is nothing at this address. Check it for a typing error.', { action })
  }
}

export class NotPermitted extends ProductError {
  readonly code = 'not_permitted'
  readonly kind = 'forbidden'
  constructor(
    action: string,
    message = 'You may not do this. Ask an administrator of the workspace or organization.',
  ) {
    super(message, { action })
  }
}
