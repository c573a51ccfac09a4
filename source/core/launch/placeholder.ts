/** Sent where an agent insists on some key and the gateway asks for none. It opens nothing. */
export const placeholderKey = 'clutch';
