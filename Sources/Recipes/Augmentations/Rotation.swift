package import Pixels
package import SpecSyntax
import Tensors

/// Turns the picture about its middle by an angle that is uniform from `−degrees` to `degrees`; what comes from outside is
/// black. Each pixel takes the nearest one, as in torchvision; see `AffineMap`.
package struct Rotation: Augmentation {
    package static let choice = ChoiceCase<any Augmentation>(
        "rotation", help: "turns the picture by a random angle",
        aliases: ["randomrotation", "rotate", "randomrotate"]
    ) { fields in
        Rotation(degrees: fields.required("degrees", .number(0...180), help: "the greatest angle, either way"))
    }

    package let degrees: Double

    package init(degrees: Double) {
        self.degrees = degrees
    }

    package func apply(
        to picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        let angle = draws.random.uniform(Float(-degrees), Float(degrees))
        AffineMap.rotation(degrees: Double(angle)).write(picture, into: target)
    }
}
