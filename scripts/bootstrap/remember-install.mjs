import { rememberInstalledLock } from './packages.mjs';

rememberInstalledLock();
