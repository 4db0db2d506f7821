declare const PLANLINK_VERSION: string | undefined;

/** The version of planlink; a constant of the build. */
export const version: string = typeof PLANLINK_VERSION === "undefined" ? "0.0.0-source" : PLANLINK_VERSION;
