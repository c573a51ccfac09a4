/** The services Clutch knows. A row of the config with one of these ids says something about it; any other row is a service of the user's own. */
export const shippedServices: ReadonlySet<string> = new Set(['gateway', 'demo', 'headroom', 'cli-proxy', 'ollama']);

/** Ids that stand for something else in the folders of Clutch. */
export const reservedServices: ReadonlySet<string> = new Set(['clutchd', 'clutch', 'holder', 'rtk', 'all']);
