import { cappedInWords } from '../lib/index.ts'

/** More are not counted. */
export const MOST_COUNTED = 10_000

/** `more than 10,000`, where there are more than are counted. */
export const liveCountInWords = (count: number): string => cappedInWords(count, MOST_COUNTED)
