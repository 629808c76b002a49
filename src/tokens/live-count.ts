/** More are not counted. */
export const MOST_COUNTED = 10_000

/** `more than 10,000`, where there are more than are counted. */
export const liveCountInWords = (count: number): string =>
  count > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : count.toLocaleString('en')
