/// What a server takes, so that no client can wear the machine out.
package struct ServingLimits: Sendable {
    /// Of a request's body.
    package var bodyBytes = 16 << 20
    /// Of the names and values of a request's header, and of its target.
    package var headerBytes = 16 << 10
    /// Of a picture as its file says; more is refused before it is decoded.
    package var pixels = 1 << 26
    /// How long a request may take to arrive, and a connection may stay without one.
    package var arrivalSeconds = 30
    /// How long a request waits for its answer.
    package var answerSeconds = 60
    /// Pictures that wait or are looked at.
    package var waiting = 16
    /// More are answered that the server is busy, and four times as many are cut off.
    package var connections = 32
    /// How long a stop waits for answers that are under way.
    package var stopSeconds = 5

    package init() {}
}
