extension Explanation {
    /// Of the data, and what it must have in common with the network.
    static let ofData: [Explanation] = [
        Explanation(
            "data-shape", "`input` is not the shape of the data's pictures",
            "The network gets the pictures as they are after all augmentations: a crop to 28 makes them 28 high and wide.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 28, width: 28}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 28}}]}
                """),
        Explanation(
            "data-classes", "`classes` is not the number of the data's classes",
            "A data set has labels from 0 to one less than its number of classes, and the network a score for each.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 100
                network: [{linear: {outputs: "${classes}"}}]
                data: {source: cifar10}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: "${classes}"}}]
                data: {source: cifar10}
                """),
        Explanation(
            "impossible-shape", "an augmentation does not suit the pictures",
            "A window cannot be cut out of a picture that is smaller, its padding included.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 40, width: 40}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 40}}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 40, width: 40}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, augment: [{random-crop: {size: 40, pad: 4}}]}
                """),
    ]
}
