export { HopelessJob } from './errors.ts'
export { type Jobs, openJobs } from './jobs.ts'
