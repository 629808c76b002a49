export const adminHrefOf = (tokenId: string): string => `/admin/tokens/${tokenId}`
