import { cappedInWords } from '../lib/index.ts'

/** More members, workspaces or service accounts of one place are not counted. */
export const MOST_COUNTED = 10_000

/** `more than 10,000`, where there are more than are counted. */
export const countInWords = (count: number): string => cappedInWords(count, MOST_COUNTED)
