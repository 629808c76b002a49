/** A number that was counted up to `most`, and is one more where there are more: `more than 10,000`. */
export const cappedInWords = (count: number, most: number): string =>
  count > most ? `more than ${most.toLocaleString('en')}` : count.toLocaleString('en')
