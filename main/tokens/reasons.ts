/** Why a token that is there is not used, as it is shown to the person. */
export const reasons = {
  otherRun: "It is in this computer's keychain, which this way of running the program can't open. Save it again.",
  damaged: 'Its entry in the token file is damaged. Save it again.',
  keychainLocked: "This computer's keychain did not open it. Unlock the keychain and test the token, or save it again.",
  moved: 'Its entry belongs to another token or registry, or was changed, so it is not used. Save it again.',
  otherOrigin: 'It was saved for another address and is not sent anywhere else. Save it again.',
  noHeader: 'The part of the token file that its passphrase is checked by is damaged. Save the token again.',
} as const;
