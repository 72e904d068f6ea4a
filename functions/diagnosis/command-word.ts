/** Text of an event as a word of a command to paste; a placeholder for what a shell would not take as it is. */
export const commandWord = (text: string | undefined, placeholder: string): string =>
  text !== undefined && /^[A-Za-z0-9][\w.:/-]*$/.test(text) ? text : placeholder;
