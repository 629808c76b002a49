import { ProductError } from '../../../lib/index.ts'

export class KindNotOffered extends ProductError {
  readonly code = 'token_kind_not_offered'
  readonly kind = 'invalid'
  override readonly field = 'kind'
  constructor() {
    super(
      'Choose whose token it is from the list. You may not generate tokens of any other workspace or organization.',
    )
  }
}
