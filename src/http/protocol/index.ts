export { engine } from './engine.ts'
export { health } from './health.ts'
