import NIOHTTP1

/// A picture as a client sends it.
struct SentPicture {
    let bytes: [UInt8]
    /// Of its file; empty where the client tells none.
    let name: String

    /// The picture that a request's body is, or the first file of the form that it is.
    static func found(in body: [UInt8], _ contentType: String?) -> Result<SentPicture, Refusal> {
        guard let boundary = MultipartBody.boundary(contentType) else {
            return body.isEmpty
                ? .failure(Refusal(.badRequest, "the body must be a picture, and is empty"))
                : .success(SentPicture(bytes: body, name: ""))
        }
        guard let picture = MultipartBody.picture(in: body, boundary: boundary) else {
            return .failure(
                Refusal(.badRequest, "the form must hold a picture as a file, and holds none that is whole"))
        }
        guard !picture.bytes.isEmpty else {
            return .failure(Refusal(.badRequest, "the form's first file must be a picture, and is empty"))
        }
        return .success(SentPicture(bytes: picture.bytes, name: picture.name))
    }
}
