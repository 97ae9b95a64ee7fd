/** The package's version, put in by build.mjs. */
declare const PACKAGE_VERSION: string;
