/** An error as AWS answers it: a name, a status and what stands in its body. */
export class AwsError extends Error {
  readonly status: number;
  /** What the body carries beside the message, `clusterName` and the like. */
  readonly members: Readonly<Record<string, string | undefined>>;

  constructor(
    name: string,
    status: number,
    message: string,
    members: Readonly<Record<string, string | undefined>> = {},
  ) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}

export function notFound(message: string, members: Readonly<Record<string, string | undefined>> = {}): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message, members);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', 400, message);
}
