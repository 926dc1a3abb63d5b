"""Prints the messages that `Tests/InterchangeTests/TensorBoardTests.swift` expects, as TensorBoard's own classes write them.

    pip install tensorboard==2.20.0
    python3 Tests/Seeing/tensorboard_messages.py
"""

import io

from tensorboard.compat.proto import event_pb2, graph_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter


def show(name, data):
    print(f"private static let {name} = \"{data.hex()}\"")


def event(**members):
    return event_pb2.Event(**members).SerializeToString(deterministic=True)


def value(**members):
    return summary_pb2.Summary.Value(**members)


def main():
    show("beginning", event(wall_time=1.5, file_version="brain.Event:2"))
    scalars = summary_pb2.Summary(value=[value(tag="loss/train", simple_value=0.25), value(tag="ü", simple_value=-1)])
    show("scalars", event(wall_time=2, step=300, summary=scalars))
    image = summary_pb2.Summary.Image(height=2, width=200, colorspace=3, encoded_image_string=b"\1\2\3")
    show("picture", event(wall_time=2, step=1, summary=summary_pb2.Summary(value=[value(tag="p", image=image)])))
    graph = graph_pb2.GraphDef()
    for name, op, inputs, shape in [("input", "input", [], [3, 32, 32]), ("a/b", "relu", ["input"], [300])]:
        node = graph.node.add(name=name, op=op, input=inputs)
        dimensions = node.attr["_output_shapes"].list.shape.add().dim
        for length in [-1] + shape:
            dimensions.add(size=length)
    show("graph", event(wall_time=0, graph_def=graph.SerializeToString(deterministic=True)))
    show("histogram", summary_pb2.HistogramProto(
        min=2, max=2, num=3, sum=6, sum_squares=12, bucket_limit=[2], bucket=[3]).SerializeToString(deterministic=True))
    target = io.BytesIO()
    RecordWriter(target).write(b"netspec")
    show("record", target.getvalue())


if __name__ == "__main__":
    main()
