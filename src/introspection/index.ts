export { createIntrospection, type Introspection } from './introspection.ts'
