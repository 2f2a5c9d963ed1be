/** Declares a kubeconfig to try, and what a call with it sends. */

export interface KubeconfigCase {
  readonly title: string;
  readonly cluster?: object;
  readonly user?: object;
  /** Instead of the two: whole files, which KUBECONFIG lists in this order. */
  readonly files?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the server sees; `refused`: nothing reaches it. `plugin` is compared with kubectl only. */
  readonly sent: object | 'refused';
}
