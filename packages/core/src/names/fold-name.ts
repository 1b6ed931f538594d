/** The key under which names that people take for the same are the same: NFC, lower case. */
export const foldName = (name: string): string =>
  name.normalize('NFC').toLowerCase().normalize('NFC')
