/** Shared by the server, which ends it, and the readiness check, which tells the load balancer in time. */
export type Lifecycle = { closing: boolean }
