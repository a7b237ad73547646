import NIOCore
import NIOHTTP1

/// Writes requests whose head is bytes already. The decoder next to it must see heads pass, to know which answers
/// have bodies; so a head passes, and what is written in its place is `head`.
final class UpstreamEncoder: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = ByteBuffer

    var head = ByteBuffer()
    var isChunked = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            context.write(wrapOutboundOut(head), promise: promise)
            head = ByteBuffer()
        case .body(.byteBuffer(let buffer)):
            guard isChunked else {
                context.write(wrapOutboundOut(buffer), promise: promise)
                return
            }
            var frame = context.channel.allocator.buffer(capacity: buffer.readableBytes + 16)
            HeadWriter.writeChunkSize(buffer.readableBytes, to: &frame)
            frame.writeImmutableBuffer(buffer)
            HeadWriter.writeEnd(to: &frame)
            context.write(wrapOutboundOut(frame), promise: promise)
        case .body: promise?.fail(ChannelError.operationUnsupported)
        case .end:
            guard isChunked else {
                promise?.succeed()
                return
            }
            context.write(wrapOutboundOut(ByteBuffer(staticString: "0\r\n\r\n")), promise: promise)
        }
    }
}
