/** An image with its parts and the reference made of them. */

/** Where a container's file system comes from. */
export interface ImagePlan {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** `repository[:tag][@digest]`. */
  readonly reference: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
}
