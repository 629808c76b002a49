export { type Change, describeChange, type NewSecret } from './change.ts'
export { createDeclarations, type Declarations } from './declarations.ts'
export { CutsOffTokens, InvalidDeclaration } from './errors.ts'
