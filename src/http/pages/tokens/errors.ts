import { NotPermitted } from '../../../permissions/index.ts'

/** A place that is not there, and one that the account may make no tokens of, are the same to whoever asks. */
export class KindNotOffered extends NotPermitted {
  override readonly field = 'kind'
  constructor(kind: string) {
    super(
      `token.mint ${kind.slice(0, 100)}`,
      'Choose whose token it is from the list. You may not generate tokens of any other workspace or organization.',
    )
  }
}
