/** `pending`: it is tried, or waits for the next try. `failed`: given up. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One message on its way to one endpoint. */
export type Delivery = {
  readonly id: string
  readonly endpointId: string
  /** The same for every endpoint that is told, and however often it is sent: `webhook-id`. */
  readonly messageId: string
  readonly type: string
  /** To the byte what is sent. */
  readonly payload: string
  readonly createdAt: Date
  readonly state: DeliveryState
  /** How often it was sent. */
  readonly attempts: number
  /** How often it may be tried again after the next try. */
  readonly retriesLeft: number
  readonly lastTriedAt: Date | null
  readonly nextTryAt: Date | null
  readonly durationMs: number | null
  /** The status of the last answer; `null` where there was none. */
  readonly lastStatus: number | null
  /** In words, why the last try failed. */
  readonly lastError: string | null
  /** The beginning of the last answer's body. Whatever stands in it was written by somebody else. */
  readonly answer: string | null
}

/** What came of one try. */
export type Outcome = Pick<Delivery, 'lastStatus' | 'lastError' | 'answer'> & { readonly durationMs: number }
