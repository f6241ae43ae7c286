export function build(options?: { force?: boolean }): Promise<void>;
export function buildStudio(options?: { force?: boolean }): Promise<void>;
