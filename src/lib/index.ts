export { cappedInWords } from './capped.ts'
export { findChanges } from './changes.ts'
export { addMilliseconds, type Clock, DAY, HOUR, MINUTE, SECOND, systemClock } from './clock.ts'
export { withoutUndefined } from './defined.ts'
export { type Detail, type ErrorKind, type FieldProblem, isProductError, ProductError } from './errors.ts'
export { lazily } from './lazily.ts'
export { createLog, type Log } from './log.ts'
export { memoize } from './memoize.ts'
export { isInNetworks, isPublicAddress, isWithinNetworks, networkOf, parseNetwork } from './networks.ts'
export { createPace } from './pace.ts'
export {
  isEqualHash,
  newId,
  newIdAfter,
  randomBase62,
  randomSecret,
  sha256,
  sha256Hex,
  toBase62,
} from './random.ts'
export { repeat } from './repeat.ts'
export { seal, unseal } from './seal.ts'
export { countCharacters, isId, readLine, readName, readNote } from './text.ts'
