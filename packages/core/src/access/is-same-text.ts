/** Compares a secret without telling by its time how much of it was right. */
export const isSameText = (right: string, claimed: string): boolean => {
  let difference = right.length ^ claimed.length
  for (let index = 0; index < right.length; index++)
    difference |= right.charCodeAt(index) ^ claimed.charCodeAt(index % (claimed.length || 1))
  return difference === 0
}
